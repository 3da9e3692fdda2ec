using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Config;

/// <summary>Which frames are traced.</summary>
public sealed record TraceConfig
{
    /// <summary>The share of frames, 0 to 1.</summary>
    [Description("Share of the frames whose way through the graph is sent as a trace, chosen by the frame's id; 0 for none."), Range(0.0, 1.0)]
    public double Ratio { get; init; }
}
