namespace Sluice.Host.Bench.Peers;

/// <summary>A tool to compare with is not here: said as such, never as a result.</summary>
/// <param name="message">What is missing.</param>
internal sealed class PeerAbsentException(string message) : Exception(message);
