// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// What all event types of the sample clickstream tell beside the envelope, so that a metric can be written once for all
/// of them. The event types themselves are generated from the schemas in this folder.
public protocol ClickstreamProperties {
    /// desktop, mobile or tablet.
    var deviceClass: String? { get }
    /// How the user came to the shop first, such as `organic`.
    var acquisitionChannel: String? { get }
    /// The month of the user's first visit, such as `2024-01`.
    var userCohort: String? { get }
    /// new, returning or loyal.
    var userLifecycle: String? { get }
}

/// An event type of the sample clickstream.
public protocol ClickstreamEvent: EventRecord where EventProperties: ClickstreamProperties {}

extension AccountPageProperties: ClickstreamProperties {}
extension AddToCartProperties: ClickstreamProperties {}
extension CartProperties: ClickstreamProperties {}
extension CatalogProperties: ClickstreamProperties {}
extension CheckoutBugProperties: ClickstreamProperties {}
extension CompareProperties: ClickstreamProperties {}
extension ErrorPageProperties: ClickstreamProperties {}
extension FilterResultsProperties: ClickstreamProperties {}
extension HomeProperties: ClickstreamProperties {}
extension PageViewProperties: ClickstreamProperties {}
extension PaymentDetailsProperties: ClickstreamProperties {}
extension PaymentErrorProperties: ClickstreamProperties {}
extension ProductViewProperties: ClickstreamProperties {}
extension PromoPageProperties: ClickstreamProperties {}
extension PurchaseProperties: ClickstreamProperties {}
extension ReviewPageProperties: ClickstreamProperties {}
extension SearchProperties: ClickstreamProperties {}
extension ShippingDetailsProperties: ClickstreamProperties {}
extension SupportChatProperties: ClickstreamProperties {}
extension WishlistAddProperties: ClickstreamProperties {}

extension AccountPage: ClickstreamEvent {}
extension AddToCart: ClickstreamEvent {}
extension Cart: ClickstreamEvent {}
extension Catalog: ClickstreamEvent {}
extension CheckoutBug: ClickstreamEvent {}
extension Compare: ClickstreamEvent {}
extension ErrorPage: ClickstreamEvent {}
extension FilterResults: ClickstreamEvent {}
extension Home: ClickstreamEvent {}
extension PageView: ClickstreamEvent {}
extension PaymentDetails: ClickstreamEvent {}
extension PaymentError: ClickstreamEvent {}
extension ProductView: ClickstreamEvent {}
extension PromoPage: ClickstreamEvent {}
extension Purchase: ClickstreamEvent {}
extension ReviewPage: ClickstreamEvent {}
extension Search: ClickstreamEvent {}
extension ShippingDetails: ClickstreamEvent {}
extension SupportChat: ClickstreamEvent {}
extension WishlistAdd: ClickstreamEvent {}
