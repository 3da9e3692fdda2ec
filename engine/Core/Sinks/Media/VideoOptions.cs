using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Sinks.Media;

/// <summary>Options of <c>use: video</c>.</summary>
public sealed record VideoOptions : OutputOptions
{
    /// <summary>Nominal rate written into files, most pictures a second in live outputs; null for all as they come.</summary>
    [Description("Nominal frame rate for a file's header; in HLS, RTSP, RTMP and motion JPEG the most pictures a second."), Range(0.01, 1000)]
    public double? Fps { get; init; }

    /// <inheritdoc/>
    internal override double? NominalFps => Fps;
}
