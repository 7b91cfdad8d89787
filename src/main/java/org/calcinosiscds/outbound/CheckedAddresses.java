package org.calcinosiscds.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names to the addresses that may be connected to. The check is here and not before the call, because a name may lead
 * somewhere else a moment later.
 */
final class CheckedAddresses implements DnsResolver {
    private final AddressPolicy policy;

    CheckedAddresses(AddressPolicy policy) {
        this.policy = policy;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] allowed = Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
                .filter(policy::allows)
                .toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new UnknownHostException();
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
