namespace Sluice.Abstractions;

/// <summary>A stage that hands data out of the engine and can say how much arrived there.</summary>
public interface ISink
{
    /// <summary>Counts since the start; read at any time from any thread.</summary>
    SinkCounts Counts { get; }
}
