using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Whom a client trusts, and what it shows of itself, when it speaks TLS. Read once; lives as long as the connection.</summary>
internal sealed class NatsTls : IDisposable
{
    private readonly X509Certificate2Collection? _trusted;
    private readonly X509Certificate2? _own;

    private NatsTls(X509Certificate2Collection? trusted, X509Certificate2? own) => (_trusted, _own) = (trusted, own);

    /// <summary>Whether anything was set, so that TLS is meant.</summary>
    public bool IsMeant => _trusted != null || _own != null;

    /// <summary>Reads PEM files.</summary>
    /// <param name="authorities">Whose signature a server's certificate needs; null trusts those that the machine trusts.</param>
    /// <param name="certificate">What the client shows; null for nothing.</param>
    /// <param name="key">The key to it; null when it lies in the same file.</param>
    /// <exception cref="NatsException">A file cannot be read or is none.</exception>
    public static NatsTls Load(string? authorities, string? certificate, string? key)
    {
        var reading = "";
        try
        {
            X509Certificate2Collection? trusted = null;
            if (authorities != null)
            {
                reading = authorities;
                trusted = [];
                trusted.ImportFromPemFile(authorities);
                if (trusted.Count == 0) throw new CryptographicException("it holds no certificate");
            }

            reading = certificate ?? "";
            return new(trusted, certificate != null ? X509Certificate2.CreateFromPemFile(certificate, key) : null);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new NatsException($"'{reading}' is no PEM file to speak TLS with: {fault.Message}", fault);
        }
    }

    /// <summary>Encrypts a connection.</summary>
    /// <param name="plain">The connection; owned by the answer.</param>
    /// <param name="endpoint">Whose certificate it must be.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="NatsException">The server's certificate is not trusted, or it does not trust ours.</exception>
    public async Task<Stream> SecureAsync(Stream plain, NatsEndpoint endpoint, CancellationToken stop)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(OptionsFor(endpoint.TlsName), stop);
            return secure;
        }
        catch (System.Security.Authentication.AuthenticationException fault)
        {
            await secure.DisposeAsync();
            throw new NatsException($"{endpoint} and this client do not trust each other: {fault.InnerException?.Message ?? fault.Message}"
                + $"{(_trusted == null ? " Name the authority that signed its certificate with 'tls: { ca: FILE }'." : "")}", fault);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        foreach (var certificate in _trusted ?? []) certificate.Dispose();
    }

    private SslClientAuthenticationOptions OptionsFor(string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (_own != null) options.ClientCertificateContext = SslStreamCertificateContext.Create(_own, null, offline: true);
        if (_trusted == null) return options;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_trusted);
        options.CertificateChainPolicy = policy;
        return options;
    }
}
