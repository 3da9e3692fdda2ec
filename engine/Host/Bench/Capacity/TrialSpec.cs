using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What one trial is to do; handed to the process that runs it.</summary>
/// <param name="Graph">The graph's file.</param>
/// <param name="Sets">Values to override in it.</param>
/// <param name="Cameras">The cameras it reads instead of its own sources.</param>
/// <param name="JitterSeconds">Most a packet is late.</param>
/// <param name="WarmUpSeconds">From every camera having sent to the first reading.</param>
/// <param name="WindowSeconds">How long it is measured.</param>
/// <param name="Scratch">Folder that relative outputs of the graph go to.</param>
internal sealed record TrialSpec(string Graph, string[] Sets, TrialCamera[] Cameras, double JitterSeconds, double WarmUpSeconds, double WindowSeconds, string Scratch)
{
    /// <summary>Whether waits for locks are watched: the runtime keeps buffers for its events, which are none of the engine's memory.</summary>
    public bool WatchesLocks { get; init; }

    /// <summary>Whether each model runs twice a frame: what that costs is what a model of twice the price would.</summary>
    public bool DoublesModels { get; init; }

    /// <summary>How specs and readings are written.</summary>
    public static JsonSerializerOptions Form { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
