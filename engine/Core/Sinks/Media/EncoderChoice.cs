using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Which encoders may make an output, the most wanted first.</summary>
internal static class EncoderChoice
{
    /// <summary>The option's word for "whichever there is".</summary>
    public const string Auto = "auto";

    /// <summary>The encoders to try.</summary>
    /// <param name="options">The stage's options.</param>
    public static IReadOnlyList<string> For(OutputOptions options)
    {
        if (options.Form == OutputFormat.Mjpeg) return ["mjpeg"];
        if (options.Encoder != Auto) return [options.Encoder];

        // Neither HLS nor RTMP can hold motion JPEG.
        var software = options.Form is OutputFormat.Hls or OutputFormat.Rtmp
            ? EncoderCatalog.Software.Where(static name => name != "mjpeg")
            : EncoderCatalog.Software;
        return [.. EncoderCatalog.UsableHardware, .. software];
    }

    /// <summary>Makes sure that there is one; called once at the start, and slow the first time.</summary>
    /// <param name="options">The stage's options.</param>
    /// <exception cref="InvalidOperationException">None can be used; says which there are.</exception>
    public static void Check(OutputOptions options)
    {
        if (options.Encoder == Auto)
        {
            if (For(options).Any(static name => EncoderCatalog.Built().Contains(name))) return;
            throw new InvalidOperationException(
                $"encoder: this FFmpeg has nothing that could make {options.Form} video; it has {Known()}. Write format: mjpeg for motion JPEG.");
        }

        if (EncoderCatalog.Fault(options.Encoder) is { } fault)
        {
            throw new InvalidOperationException(
                $"encoder: '{options.Encoder}' cannot be used: {fault}. This FFmpeg has {Known()}; 'auto' takes the first that opens.");
        }
    }

    private static string Known() => EncoderCatalog.Built() is { Count: > 0 } built ? string.Join(", ", built) : "no video encoder that is known here";
}
