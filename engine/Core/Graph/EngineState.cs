namespace Sluice.Core.Graph;

/// <summary>What an engine is doing.</summary>
public enum EngineState
{
    /// <summary>Built; nothing runs.</summary>
    Created,

    /// <summary>Stages load their models and open their connections.</summary>
    Starting,

    /// <summary>Sources run.</summary>
    Running,

    /// <summary>Told to stop; frames in flight finish.</summary>
    Stopping,

    /// <summary>Over.</summary>
    Ended,
}
