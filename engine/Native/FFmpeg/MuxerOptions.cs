namespace Sluice.Native.FFmpeg;

/// <summary>How a file is written.</summary>
public sealed record MuxerOptions
{
    /// <summary>FFmpeg's short name of the format, such as <c>matroska</c>; null goes by the path's extension.</summary>
    public string? Format { get; init; }

    /// <summary>
    /// MP4 in pieces, each complete with its index: a file cut short by a crash still plays up to its last key frame.
    /// </summary>
    public bool Fragmented { get; init; }

    /// <summary>Moves an MP4's index to the front when it is finished, so that it plays while it downloads; rewrites the file once.</summary>
    public bool FastStart { get; init; }

    /// <summary>Further FFmpeg options of the format.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
