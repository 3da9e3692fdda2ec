using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Config;

/// <summary>The <c>engine</c> section: settings of the box as a whole.</summary>
public sealed record EngineConfig
{
    /// <summary>The engine's name in metadata and metrics.</summary>
    [Description("Name of this engine in metadata and metrics.")]
    public string Name { get; init; } = "sluice";

    /// <summary>Most memory for pictures in flight over the whole engine.</summary>
    [Description("Most memory for pictures in flight over the whole engine.")]
    public ByteSize Memory { get; init; } = new(1L << 30);

    /// <summary>How many threads decode; 0 for one a core.</summary>
    [Description("How many threads decode; 0 for one a core."), Range(0, 1024)]
    public int Decoders { get; init; }

    /// <summary>How long the engine waits for frames in flight when it stops.</summary>
    [Description("How long frames in flight may take to finish when the engine stops.")]
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call of a stage may take before its frames are given up as failed.</summary>
    [Description("How long one call of a stage may take before its frames are counted as failed.")]
    public TimeSpan StageDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Folders with plugin assemblies.</summary>
    [Description("Folders searched for plugin assemblies, one folder a plugin.")]
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Where sinks keep what their servers have not confirmed yet.</summary>
    [Description("Where sinks keep what their servers have not confirmed yet, and how much of it.")]
    public SpoolOptions Spool { get; init; } = new();

    /// <summary>Address and port of the Prometheus endpoint and the probes; null for none.</summary>
    [Description("Address and port of the Prometheus endpoint, such as 127.0.0.1:9464; leave out for none."), RegularExpression(@"\S+:[0-9]{1,5}")]
    public string? Metrics { get; init; }

    /// <summary>Loopback address and port of the web front; null for none.</summary>
    [Description("Address and port of the web front: a page, live pictures, sources that can be added, removed and paused, and what the Prometheus endpoint has; such as 127.0.0.1:8088. The engine then runs until it is told to stop, also without sources. Leave out for none."), RegularExpression(@"\S+:[0-9]{1,5}")]
    public string? Http { get; init; }

    /// <summary>What is sent to an OpenTelemetry collector; null for nothing.</summary>
    [Description("What is sent to an OpenTelemetry collector; leave out for nothing.")]
    public TelemetryConfig? Telemetry { get; init; }
}
