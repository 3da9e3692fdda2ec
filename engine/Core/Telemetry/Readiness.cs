using System.Collections.Immutable;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>Whether an engine takes frames and gets rid of them, and what is wrong when it does not.</summary>
/// <param name="IsReady">Whether it does.</param>
/// <param name="Reasons">What is wrong; empty when nothing is.</param>
public sealed record Readiness(bool IsReady, ImmutableArray<string> Reasons)
{
    /// <summary>Judges an engine by its progress, not by its being alive.</summary>
    /// <param name="snapshot">Its counters.</param>
    public static Readiness Of(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var reasons = ImmutableArray.CreateBuilder<string>();
        if (snapshot.State != EngineState.Running) reasons.Add($"the engine is {SnakeCase.Of(snapshot.State)}");
        foreach (var stage in snapshot.Stages)
            if (stage.IsHung) reasons.Add($"stage '{stage.Id}' hangs");
        // A dark camera is that camera's matter; an engine that no source reaches at all is not taking frames.
        var dark = snapshot.Sources.Where(static s => s.Status.State is not (SourceState.Running or SourceState.Ended or SourceState.Paused)).ToList();
        if (dark.Count > 0 && dark.Count == snapshot.Sources.Length)
            foreach (var source in dark) reasons.Add($"source '{source.Id}' is {SnakeCase.Of(source.Status.State)}{(source.Status.LastError == null ? ": no error" : Why(source.Status))}");
        return new(reasons.Count == 0, reasons.ToImmutable());
    }

    /// <summary>The last fault of a source, with its reason and side, to stand behind its state; empty when there was none.</summary>
    internal static string Why(SourceStatus status)
    {
        if (status.LastError is not { } error) return "";
        if (status.Reason == FaultReason.None) return $": {error}";
        var side = status.Side == FaultSide.None ? "" : $", {SnakeCase.Of(status.Side)} side";
        return $" ({SnakeCase.Of(status.Reason)}{side}): {error}";
    }
}
