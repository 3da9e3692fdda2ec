using System.ComponentModel;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Whom a client trusts, and what it shows of itself; PEM files, relative to the graph file.</summary>
public sealed record NatsTlsOptions
{
    /// <summary>Whose signature a server's certificate needs.</summary>
    [Description("File with the authorities whose signature the server's certificate needs; without it, those that the machine trusts.")]
    public string? Ca { get; init; }

    /// <summary>What the client shows.</summary>
    [Description("File with the certificate that the client shows.")]
    public string? Certificate { get; init; }

    /// <summary>The key to it.</summary>
    [Description("File with the key to it; leave out when it lies in the same file.")]
    public string? Key { get; init; }
}
