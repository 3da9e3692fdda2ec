using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>What the targets of one stage share.</summary>
/// <param name="options">The stage's options.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The stage's log.</param>
internal sealed class TargetSetup(OutputOptions options, TimeProvider time, IStageLog log)
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>The stage's options.</summary>
    public OutputOptions Options => options;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The stage's log.</summary>
    public IStageLog Log => log;

    /// <summary>Says once for the whole stage which encoder is used.</summary>
    /// <param name="encoder">FFmpeg's name.</param>
    public void SayEncoder(string encoder)
    {
        if (!_said.TryAdd(encoder, true)) return;
        if (encoder == "mjpeg" && options.Form != OutputFormat.Mjpeg && options.Encoder == EncoderChoice.Auto)
            log.Warn("No H.264 encoder could be opened: the video is motion JPEG, which is several times larger.");
        else log.Info($"Encodes with {encoder}.");
    }
}
