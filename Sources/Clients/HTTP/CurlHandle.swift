// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CCurl
import Glibc

/// Owns a libcurl easy handle. One thread at a time uses it, as `HTTPClient` sees to: that is why it may cross threads.
final class CurlHandle: @unchecked Sendable {
    struct Request {
        let method: String
        let url: String
        let headers: [(String, String)]
        let body: [UInt8]?
        let timeoutMilliseconds: Int
        let connectTimeoutMilliseconds: Int
        let maxResponseBytes: Int
        let certificateAuthorities: String?
    }

    /// What libcurl's callbacks write into.
    private final class Answer {
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        let limit: Int
        var isTooLarge = false

        init(limit: Int) { self.limit = limit }
    }

    private let handle: UnsafeMutableRawPointer

    /// Evaluated once in a process.
    private static let isLibraryReady: Bool = {
        // OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that went away must not end the process.
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    init() throws(HTTPClientError) {
        guard Self.isLibraryReady, let handle = curl_easy_init() else {
            throw HTTPClientError(kind: .other, description: "libcurl could not be initialised: out of memory")
        }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    func perform(_ request: Request) throws(HTTPClientError) -> HTTPResponse {
        // Keeps the connections, forgets all options.
        curl_easy_reset(handle)
        let answer = Answer(limit: request.maxResponseBytes)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        // libcurl waits a second for "100 Continue" otherwise.
        for (name, value) in [("Expect", "")] + request.headers {
            list = curl_slist_append(list, value.isEmpty ? "\(name):" : "\(name): \(value)") ?? list
        }
        configure(request, headers: list, answer: answer)

        let body = request.body ?? []
        let code = body.withUnsafeBytes { bytes in
            if request.body != nil {
                sluice_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, bytes.count)
                if bytes.isEmpty {
                    // A null pointer would make libcurl read standard input.
                    sluice_curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, "")
                } else {
                    let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                    sluice_curl_set_pointer(handle, CURLOPT_POSTFIELDS, start)
                }
                sluice_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
            }
            return curl_easy_perform(handle)
        }
        // The callbacks' context lives until here.
        return try withExtendedLifetime(answer) { () throws(HTTPClientError) in
            guard code == CURLE_OK else { throw Self.failure(code, request: request, isTooLarge: answer.isTooLarge) }
            return HTTPResponse(
                status: sluice_curl_status(handle), headers: answer.headers, body: answer.body)
        }
    }

    private func configure(_ request: Request, headers: UnsafeMutablePointer<curl_slist>?, answer: Answer) {
        sluice_curl_set_text(handle, CURLOPT_URL, request.url)
        sluice_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        sluice_curl_set_text(handle, CURLOPT_PROXY, "")
        sluice_curl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authorities = request.certificateAuthorities {
            sluice_curl_set_text(handle, CURLOPT_CAINFO, authorities)
        }
        sluice_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        sluice_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        sluice_curl_set_long(handle, CURLOPT_TIMEOUT_MS, request.timeoutMilliseconds)
        sluice_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeoutMilliseconds)
        sluice_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
        if request.method == "HEAD" {
            sluice_curl_set_long(handle, CURLOPT_NOBODY, 1)
        } else if request.method != "GET" {
            sluice_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
        }
        let context = Unmanaged.passUnretained(answer).toOpaque()
        sluice_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        sluice_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            guard answer.body.count + piece.count <= answer.limit else {
                answer.isTooLarge = true
                return 0
            }
            answer.body.append(contentsOf: piece)
            return piece.count
        }
        sluice_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        sluice_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
            let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
            if line.hasPrefix("HTTP/") {
                // A new head: what came before was an interim answer.
                answer.headers = []
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
                answer.headers.append((String(line[..<colon]), String(value.prefix { !$0.isNewline })))
            }
            return size * count
        }
    }

    private static func failure(_ code: CURLcode, request: Request, isTooLarge: Bool) -> HTTPClientError {
        let url = withoutSecrets(request.url)
        if isTooLarge {
            return HTTPClientError(
                kind: .responseTooLarge,
                description: "\(request.method) \(url): the answer is larger than \(request.maxResponseBytes) bytes")
        }
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return HTTPClientError(
                kind: .timedOut,
                description: "\(request.method) \(url): no answer within \(request.timeoutMilliseconds) ms. "
                    + "Check that the service is well; what was asked may still be done")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return HTTPClientError(
                kind: .invalidURL, description: "\"\(url)\" is not a URL of the form http://host:port/path: \(reason)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE:
            return HTTPClientError(
                kind: .insecure, description: "\(request.method) \(url): no trusted connection: \(reason)")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR,
            CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            return HTTPClientError(
                kind: .unreachable,
                description: "\(request.method) \(url): \(reason). Check that the service runs and the address is right"
            )
        default:
            return HTTPClientError(kind: .other, description: "\(request.method) \(url): \(reason)")
        }
    }

    /// The URL without user, password and query.
    private static func withoutSecrets(_ url: String) -> String {
        var shown = url.prefix { $0 != "?" }
        if let at = shown.lastIndex(of: "@"), let scheme = shown.firstRange(of: "://"), scheme.upperBound <= at {
            shown = shown[..<scheme.upperBound] + shown[shown.index(after: at)...]
        }
        return String(shown)
    }
}
