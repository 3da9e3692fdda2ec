namespace Sluice.Native.Ort;

/// <summary>How a session runs its model.</summary>
public sealed record OrtSessionOptions
{
    /// <summary>Threads that share one operator; 1 runs on the caller's thread alone, 0 takes every core.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Operators that may run side by side; 1 runs them one after another.</summary>
    public int InterOpThreads { get; init; } = 1;

    /// <summary>
    /// Whether idle threads of the session spin. Off: spinning gains a little latency and takes the time of the
    /// decoders beside it.
    /// </summary>
    public bool AllowSpinning { get; init; }

    /// <summary>How far the graph is rewritten.</summary>
    public OrtGraphOptimization GraphOptimization { get; init; } = OrtGraphOptimization.All;

    /// <summary>Whether freed memory stays with the session for its next run.</summary>
    public bool MemoryArena { get; init; } = true;

    /// <summary>Whether one block is planned for a whole run; costs memory when shapes keep changing.</summary>
    public bool MemoryPattern { get; init; } = true;

    /// <summary>
    /// Path prefix of a profile, a Chrome trace written at <see cref="OrtSession.EndProfiling"/>; null for none.
    /// </summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>The session's name in the log; null takes the model's file name.</summary>
    public string? LogId { get; init; }

    /// <summary>Providers to try for each operator, best first; what none of them takes runs on the CPU.</summary>
    public IReadOnlyList<OrtExecutionProvider> Providers { get; init; } = [];

    /// <summary>
    /// Where the runs go on a CUDA device, for the providers CUDA and TensorRT; null leaves the stream to them. The session takes it over and
    /// gives it up with itself, also where loading fails.
    /// </summary>
    public OrtLane? Lane { get; init; }

    /// <summary>Any other entry of <c>onnxruntime_session_options_config_keys.h</c>; wins over the properties.</summary>
    public IReadOnlyDictionary<string, string> ConfigEntries { get; init; } = new Dictionary<string, string>();
}
