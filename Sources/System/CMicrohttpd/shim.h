// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// libmicrohttpd's variadic functions, with the options that Sluice uses, as functions that Swift can call.

#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

// Leaves paths and query values as they came: Swift decodes them after it has split the path, so that "%2F" stays
// within its segment.
static inline size_t sluice_mhd_keep_escaped(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

struct sluice_mhd_settings {
    int listening_socket;
    unsigned int threads;
    unsigned int connections;
    unsigned int idle_seconds;
    size_t header_bytes;
    // PEM; null for plain HTTP. They must live as long as the daemon.
    const char *certificate;
    const char *key;
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
    void *context;
};

// Starts a server on a listening socket: epoll, threads, connections that can be suspended. MHD_USE_TURBO writes an answer
// at once instead of asking epoll first whether it may.
static inline struct MHD_Daemon *sluice_mhd_start(const struct sluice_mhd_settings *settings) {
    unsigned int flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_TURBO;
    struct MHD_OptionItem options[6];
    unsigned int count = 0;
    if (settings->threads > 1) {
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)settings->threads, NULL};
    }
    if (settings->certificate != NULL) {
        flags |= MHD_USE_TLS;
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)settings->certificate};
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)settings->key};
        options[count++] = (struct MHD_OptionItem){
            MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"};
    }
    options[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    return MHD_start_daemon(
        flags, 0, NULL, NULL, settings->handle, settings->context, MHD_OPTION_LISTEN_SOCKET, settings->listening_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connections, MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->header_bytes, MHD_OPTION_NOTIFY_COMPLETED, settings->completed,
        settings->context, MHD_OPTION_UNESCAPE_CALLBACK, sluice_mhd_keep_escaped, NULL, MHD_OPTION_ARRAY, options,
        MHD_OPTION_END);
}

// A response of unknown size whose bytes a callback gives; the callback may suspend the connection and return 0.
static inline struct MHD_Response *sluice_mhd_stream_response(
    MHD_ContentReaderCallback read, MHD_ContentReaderFreeCallback release, void *context) {
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 << 10, read, context, release);
}

// What such a callback returns at the end, and when the rest will not come.
static inline ssize_t sluice_mhd_ended(void) { return MHD_CONTENT_READER_END_OF_STREAM; }
static inline ssize_t sluice_mhd_broken(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }

// The connection's socket; -1 if it has none.
static inline int sluice_mhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

// How many connections a server has.
static inline unsigned int sluice_mhd_connections(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == NULL ? 0 : info->num_connections;
}

// Whether a socket's peer has closed its side, or the connection broke.
static inline int sluice_mhd_peer_is_gone(int descriptor) {
    // POLLRDHUP of Linux, which glibc shows only to who asks for GNU's extensions.
    struct pollfd asked = {descriptor, 0x2000, 0};
    return poll(&asked, 1, 0) > 0 && asked.revents != 0;
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
