namespace Sluice.Host.Bench.Peers;

/// <summary>Somebody who does a job.</summary>
/// <param name="Name">Who, for people.</param>
/// <param name="RunAsync">Does it once; throws <see cref="PeerAbsentException"/> where a tool is not here.</param>
internal sealed record Peer(string Name, Func<CancellationToken, Task<PeerResult>> RunAsync)
{
    /// <summary>What it took, round by round.</summary>
    public List<PeerResult> Results { get; } = [];

    /// <summary>What it lacks here; null as long as it runs.</summary>
    public string? Absent { get; set; }
}
