namespace Sluice.Native.FFmpeg;

/// <summary>
/// Byte offsets of the FFmpeg struct fields this layer reads or writes, one row a field and one column a generation
/// (4.4, 5.1, 6.1, 7.1). Names are the headers'. A test compares the installed generation's column with its headers.
/// </summary>
internal static class Layout
{
    internal static readonly FormatContextLayout AVFormatContext = new(FFmpegLibrary.Load().Generation);
    internal static readonly StreamLayout AVStream = new(FFmpegLibrary.Load().Generation);
    internal static readonly CodecParametersLayout AVCodecParameters = new(FFmpegLibrary.Load().Generation);
    internal static readonly PacketLayout AVPacket = new(FFmpegLibrary.Load().Generation);
    internal static readonly FrameLayout AVFrame = new(FFmpegLibrary.Load().Generation);
    internal static readonly CodecContextLayout AVCodecContext = new(FFmpegLibrary.Load().Generation);
    internal static readonly CodecLayout AVCodec = new(FFmpegLibrary.Load().Generation);
    internal static readonly InputFormatLayout AVInputFormat = new(FFmpegLibrary.Load().Generation);
    internal static readonly OutputFormatLayout AVOutputFormat = new(FFmpegLibrary.Load().Generation);
    internal static readonly DictionaryEntryLayout AVDictionaryEntry = new(FFmpegLibrary.Load().Generation);
    internal static readonly InterruptCallbackLayout AVIOInterruptCB = new(FFmpegLibrary.Load().Generation);
    internal static readonly BufferRefLayout AVBufferRef = new(FFmpegLibrary.Load().Generation);
    internal static readonly HardwareFramesLayout AVHWFramesContext = new(FFmpegLibrary.Load().Generation);
    internal static readonly PixelFormatLayout AVPixFmtDescriptor = new(FFmpegLibrary.Load().Generation);

    /// <summary>The value for one generation out of a row.</summary>
    internal static int Pick(FFmpegGeneration generation, int v44, int v51, int v61, int v71) => generation switch
    {
        FFmpegGeneration.V44 => v44,
        FFmpegGeneration.V51 => v51,
        FFmpegGeneration.V61 => v61,
        FFmpegGeneration.V71 => v71,
        _ => throw new ArgumentOutOfRangeException(nameof(generation), generation, "A generation the table has."),
    };

    internal static unsafe ref int Int(nint of, int offset) => ref *(int*)(of + offset);

    internal static unsafe ref long Long(nint of, int offset) => ref *(long*)(of + offset);

    internal static unsafe ref nint Pointer(nint of, int offset) => ref *(nint*)(of + offset);

    internal static unsafe ref AvRational Rational(nint of, int offset) => ref *(AvRational*)(of + offset);
}
