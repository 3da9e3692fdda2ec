using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>Puts TLS, with a certificate of its own, before a server on this machine: what a camera that speaks rtsps does.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly Task _accepting;
    private long _greeted;

    /// <summary>Listens on a free port.</summary>
    /// <param name="upstream">The server's port.</param>
    public TlsFront(int upstream)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(upstream);
    }

    public int Port { get; }

    /// <summary>Connections whose handshake was done.</summary>
    public long Greeted => Interlocked.Read(ref _greeted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // One that was only just made has its key in memory, which not every TLS library takes.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync(int upstream)
    {
        var links = new List<Task>();
        try
        {
            while (true) links.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token), upstream));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task RelayAsync(TcpClient client, int upstream)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            using (var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                await using var near = new SslStream(client.GetStream());
                await near.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, ended.Token);
                Interlocked.Increment(ref _greeted);
                await server.ConnectAsync(IPAddress.Loopback, upstream, ended.Token);
                var far = server.GetStream();
                Task[] both = [near.CopyToAsync(far, ended.Token), far.CopyToAsync(near, ended.Token)];
                await Task.WhenAny(both);
                await ended.CancelAsync();
                await Task.WhenAll(both);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // One side went away.
        }
    }
}
