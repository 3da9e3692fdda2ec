using System.Net;
using System.Net.Sockets;

namespace Sluice.Tests;

/// <summary>Ports for servers that a test starts.</summary>
internal static class FreePort
{
    /// <summary>A port of this machine that nobody listens on just now.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
