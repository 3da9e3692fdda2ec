using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// FFmpeg's log, line by line, each tied to its source where that can be told. A source gets ten lines in ten
/// seconds; then a line says how many were held back.
/// </summary>
public static unsafe class FFmpegLog
{
    private const int MaxLineBytes = 1024;
    private const int VaListBytes = 32;
    private static readonly LogSource Unknown = new("");
    private static nint s_codecClass;

    [ThreadStatic] private static LogSource? t_current;

    /// <summary>
    /// Gets every admitted line; null throws them away. Called on whatever thread FFmpeg logs from, decoder threads
    /// too, so it must be quick and thread-safe; what it throws is lost.
    /// </summary>
    public static Action<FFmpegLogLine>? Sink { get; set; }

    /// <summary>Lines graver than or equal to this pass; <see cref="FFmpegLogLevel.Warning"/> at first.</summary>
    public static FFmpegLogLevel Level { get; set; } = FFmpegLogLevel.Warning;

    internal static void Install()
    {
        s_codecClass = AvCodec.avcodec_get_class();
        AvUtil.av_log_set_callback(&OnLine);
    }

    /// <summary>Ties lines of this thread to a source until the scope ends.</summary>
    internal static Scope Enter(LogSource source)
    {
        var scope = new Scope(t_current);
        t_current = source;
        return scope;
    }

    /// <summary>Reports what is still held back when a source ends.</summary>
    internal static void Flush(LogSource source) => ReportSuppressed(source, source.Limiter.TakeSuppressed());

    [UnmanagedCallersOnly]
    private static void OnLine(nint context, int level, byte* format, nint arguments)
    {
        CountLosses(context, format, arguments);

        // The low byte is the level; above it FFmpeg may put a colour.
        var isKept = t_current is { KeepsErrors: true, FirstError: null } && (level & 0xff) <= (int)FFmpegLogLevel.Error;
        var isShown = (level & 0xff) <= (int)Level && Sink != null;
        if (level < 0 || !(isKept || isShown)) return;
        try
        {
            var source = SourceOf(context);
            isShown = isShown && !source.IsMuted;
            var suppressed = 0;
            if (isShown) isShown = source.Limiter.Admit(out suppressed);
            if (!(isKept || isShown)) return;
            if (isShown) ReportSuppressed(source, suppressed);

            // A va_list travels as a pointer in the calling conventions of x86-64 and arm64 Unix, so it can be
            // handed on untouched; print_prefix 0 keeps the "[h264 @ 0x...]" out of the text.
            var line = stackalloc byte[MaxLineBytes];
            var printPrefix = 0;
            _ = AvUtil.av_log_format_line2(context, level, format, arguments, line, MaxLineBytes, &printPrefix);
            var text = (Marshal.PtrToStringUTF8((nint)line) ?? "").TrimEnd();
            if (text.Length == 0) return;
            if (isKept) source.FirstError = source.Redact(text);
            if (isShown) Emit(new((FFmpegLogLevel)(level & 0xf8), NameOf(source), ContextName(context), source.Redact(text)));
        }
        catch (Exception)
        {
            // An exception that reached native code would end the process; a lost log line does not.
        }
    }

    // That network packets are missing is told nowhere but here, so it is read whatever the level.
    private static void CountLosses(nint context, byte* format, nint arguments)
    {
        if (t_current is not { } source || format[0] != 'R' || format[1] != 'T' || format[2] != 'P' || format[3] != ':') return;
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(format);
        if (text.StartsWith("RTP: missed "u8))
        {
            // Formatting uses a va_list up, and the line may be formatted for the sink as well: so this reads a copy. It has 24 bytes on
            // x86-64 and 32 on arm64, and lies on the caller's stack, where a few bytes more are readable.
            var copy = stackalloc byte[VaListBytes];
            Buffer.MemoryCopy((void*)arguments, copy, VaListBytes, VaListBytes);
            var line = stackalloc byte[MaxLineBytes];
            var printPrefix = 0;
            _ = AvUtil.av_log_format_line2(context, 0, format, (nint)copy, line, MaxLineBytes, &printPrefix);
            var missed = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line)["RTP: missed ".Length..];
            source.Lose(Utf8Parser.TryParse(missed, out int count, out _) && count > 0 ? count : 1);
        }
        else if (text.IndexOf("bad cseq"u8) >= 0) source.Lose(1);
    }

    private static void Emit(FFmpegLogLine line)
    {
        try
        {
            Sink?.Invoke(line);
        }
        catch (Exception)
        {
            // A broken log must not break the reading of a source.
        }
    }

    private static void ReportSuppressed(LogSource source, int count)
    {
        if (count > 0) Emit(new(FFmpegLogLevel.Warning, NameOf(source), "log", $"{count} further lines were held back."));
    }

    private static string? NameOf(LogSource source) => source.Name.Length == 0 ? null : source.Name;

    // A codec's own threads have no current source; their contexts are copies that kept the opaque pointer.
    private static LogSource SourceOf(nint context)
    {
        if (t_current is { } current) return current;
        if (context == 0 || *(nint*)context != s_codecClass) return Unknown;
        var opaque = Layout.Pointer(context, Layout.AVCodecContext.opaque);
        return opaque == 0 ? Unknown : GCHandle.FromIntPtr(opaque).Target as LogSource ?? Unknown;
    }

    // AVClass begins with class_name and the function item_name(context).
    private static string ContextName(nint context)
    {
        if (context == 0) return "";
        var type = *(nint**)context;
        if (type == null) return "";
        var itemName = (delegate* unmanaged<nint, nint>)type[1];
        return AvUtil.Text(itemName == null ? type[0] : itemName(context)) ?? "";
    }

    /// <summary>Puts back the source that was current before.</summary>
    internal readonly ref struct Scope(LogSource? previous)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => t_current = previous;
    }
}
