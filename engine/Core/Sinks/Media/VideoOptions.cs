using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Sinks.Media;

/// <summary>Options of <c>use: video</c>.</summary>
public sealed record VideoOptions
{
    /// <summary>The file to write, with <c>{source}</c> where several sources reach the stage.</summary>
    [Description("File to write, such as out/{source}.mp4. {source} has to be in it where several sources reach the stage.")]
    [Required]
    public string To { get; init; } = "";

    /// <summary>x264's constant quality: 0 (lossless) to 51.</summary>
    [Description("Quality, 0 (best) to 51 (smallest)."), Range(0, 51)]
    public int Crf { get; init; } = 23;

    /// <summary>x264's preset.</summary>
    [Description("Trade of speed for size: ultrafast, superfast, veryfast, faster, fast, medium, slow, slower, veryslow.")]
    public string Preset { get; init; } = "veryfast";

    /// <summary>Most kilobits a second; null for no limit.</summary>
    [Description("Most kilobits a second, over about two seconds; without it only the quality decides."), Range(16, 1_000_000)]
    public int? MaxKbps { get; init; }

    /// <summary>Nominal rate written into the file; null for variable.</summary>
    [Description("Nominal frame rate for the file's header; frames keep their own times all the same."), Range(0.01, 1000)]
    public double? Fps { get; init; }

    /// <summary>Frames from one intra frame to the next, at most.</summary>
    [Description("Frames from one intra frame to the next at most; a file that is cut short plays up to the last one."), Range(1, 10_000)]
    public int Gop { get; init; } = 50;

    /// <summary>Encoder threads a source.</summary>
    [Description("Encoder threads per source; 0 lets the encoder choose."), Range(0, 64)]
    public int Threads { get; init; } = 1;
}
