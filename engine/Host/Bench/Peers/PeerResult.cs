using System.Text.Json;

namespace Sluice.Host.Bench.Peers;

/// <summary>What one pass over a video took, without start-up and the loading of the model.</summary>
/// <param name="What">The tools and their versions.</param>
/// <param name="Frames">Frames seen.</param>
/// <param name="Objects">Objects found; null for work that looks for none.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">CPU time of all threads and processes.</param>
internal sealed record PeerResult(string What, int Frames, long? Objects, double Seconds, double CpuSeconds)
{
    /// <summary>How the scripts write it.</summary>
    public static JsonSerializerOptions Form { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>CPU milliseconds a frame.</summary>
    public double CpuMs => CpuSeconds * 1000 / Frames;

    /// <summary>Wall milliseconds a frame.</summary>
    public double WallMs => Seconds * 1000 / Frames;
}
