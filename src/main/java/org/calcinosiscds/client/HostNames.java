package org.calcinosiscds.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.outbound.BaseUrl;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Checks the {@code Host} of requests that need no token. A web page anywhere could else make a name of its own lead here and read the
 * answers (DNS rebinding).
 */
final class HostNames {
    private final Set<String> ofManagement;

    /** @param ofManagement names and addresses of the management port, beside loopback and the address that was connected to */
    HostNames(Set<String> ofManagement) {
        this.ofManagement =
                ofManagement.stream().map(name -> host(name).host()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the request came in through a management port of its own. */
    static boolean isToManagement(HttpServletRequest request) {
        return WebServerApplicationContext.hasServerNamespace(
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }

    /** Whether it names this machine: {@code localhost} or an address of loopback. */
    static boolean isLoopback(HttpServletRequest request) {
        String host = header(request);
        try {
            return host.isEmpty() || host(host).isLoopback();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether it names the management port: loopback, the address that was connected to or a configured name. */
    boolean isOfManagement(HttpServletRequest request) {
        if (isLoopback(request)) {
            return true;
        }
        try {
            String host = host(header(request)).host();
            return ofManagement.contains(host) || host.equals(request.getLocalAddr());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String header(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getHeader(HttpHeaders.HOST), "");
    }

    private static BaseUrl host(String header) {
        return BaseUrl.parse("http://" + header);
    }
}
