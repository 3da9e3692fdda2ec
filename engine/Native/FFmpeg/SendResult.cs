namespace Sluice.Native.FFmpeg;

/// <summary>What <see cref="VideoDecoder.Send"/> did with the packet.</summary>
public enum SendResult
{
    /// <summary>Taken.</summary>
    Ok,

    /// <summary>Not taken: receive frames until none comes, then send the same packet again.</summary>
    NeedsOutput,

    /// <summary>Taken and found damaged: counted, gives no frame or a damaged one.</summary>
    Corrupt,

    /// <summary>Not taken: the end was sent before; flush first.</summary>
    End,
}
