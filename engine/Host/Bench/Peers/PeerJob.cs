namespace Sluice.Host.Bench.Peers;

/// <summary>One kind of work, and who does it.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Key">What it is, for scripts.</param>
/// <param name="Own">What others are compared with.</param>
/// <param name="Others">The others.</param>
internal sealed record PeerJob(string Name, string Key, Peer Own, IReadOnlyList<Peer> Others);
