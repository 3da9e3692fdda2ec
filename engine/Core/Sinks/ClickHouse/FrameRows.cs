using System.ComponentModel;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What is stored of frames.</summary>
public enum FrameRows
{
    /// <summary>Counts by second, source and outcome.</summary>
    [Description("Counts by second, source and outcome.")]
    PerSecond,

    /// <summary>These, and a row for each frame that reaches the sink.</summary>
    [Description("These, and a row in frame_log for each frame that reaches the sink.")]
    Each,
}
