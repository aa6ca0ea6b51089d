// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// libmicrohttpd's variadic functions, with the options that Sluice uses, as functions that Swift can call.

#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// Leaves paths and query values as they came: Swift decodes them after it has split the path, so that "%2F" stays
// within its segment.
static inline size_t sluice_mhd_keep_escaped(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

// Starts a server on a listening socket: epoll, `threads` threads, connections that can be suspended.
static inline struct MHD_Daemon *sluice_mhd_start(
    int listening_socket, unsigned int threads, unsigned int connections, unsigned int idle_seconds,
    size_t header_bytes, MHD_AccessHandlerCallback handle, MHD_RequestCompletedCallback completed, void *context) {
    const unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    if (threads > 1) {
        return MHD_start_daemon(
            flags, 0, NULL, NULL, handle, context, MHD_OPTION_LISTEN_SOCKET, listening_socket,
            MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT, connections,
            MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, header_bytes,
            MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_UNESCAPE_CALLBACK, sluice_mhd_keep_escaped,
            NULL, MHD_OPTION_END);
    }
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handle, context, MHD_OPTION_LISTEN_SOCKET, listening_socket,
        MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, header_bytes, MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_UNESCAPE_CALLBACK, sluice_mhd_keep_escaped, NULL, MHD_OPTION_END);
}

// Writes the client's numeric address; returns 0 if it has none.
static inline int sluice_mhd_client_address(struct MHD_Connection *connection, char *out, unsigned int size) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL) return 0;
    if (info->client_addr->sa_family == AF_INET) {
        const struct sockaddr_in *address = (const struct sockaddr_in *)info->client_addr;
        return inet_ntop(AF_INET, &address->sin_addr, out, size) != NULL;
    }
    if (info->client_addr->sa_family == AF_INET6) {
        const struct sockaddr_in6 *address = (const struct sockaddr_in6 *)info->client_addr;
        return inet_ntop(AF_INET6, &address->sin6_addr, out, size) != NULL;
    }
    return 0;
}
