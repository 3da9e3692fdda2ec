using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Which encoders may make an output, the most wanted first.</summary>
internal static class EncoderChoice
{
    /// <summary>The option's word for a GPU where there is one, and otherwise whatever there is.</summary>
    public const string Auto = "auto";

    /// <summary>The option's word for the first that opens of those in software.</summary>
    public const string Cpu = "cpu";

    private const string Cuda = "cuda";
    private const string SoftwareHevc = "libx265";

    /// <summary>The number of the GPU that an output should be encoded on; null for none.</summary>
    /// <param name="options">The stage's options.</param>
    public static int? DeviceOf(OutputOptions options)
    {
        if (options.Form == OutputFormat.Mjpeg) return null;
        if (options.Encoder == Auto) return 0;
        var (name, index) = options.Encoder.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
            ? (options.Encoder[..colon], options.Encoder[(colon + 1)..])
            : (options.Encoder, "0");
        return name is Cuda or EncoderCatalog.Nvenc or EncoderCatalog.NvencHevc && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var device) ? device : null;
    }

    /// <summary>FFmpeg's name of the encoder of a GPU.</summary>
    /// <param name="options">The stage's options.</param>
    public static string NvencOf(OutputOptions options) => IsHevc(options) ? EncoderCatalog.NvencHevc : EncoderCatalog.Nvenc;

    /// <summary>The encoders to try where none of a GPU is.</summary>
    /// <param name="options">The stage's options.</param>
    public static IReadOnlyList<string> For(OutputOptions options)
    {
        if (options.Form == OutputFormat.Mjpeg) return ["mjpeg"];
        if (options.Encoder is not (Auto or Cpu) && DeviceOf(options) == null) return [options.Encoder];

        // Neither HLS nor RTMP can hold motion JPEG.
        var software = options.Form is OutputFormat.Hls or OutputFormat.Rtmp
            ? EncoderCatalog.Software.Where(static name => name != "mjpeg")
            : EncoderCatalog.Software;
        if (IsHevc(options)) software = software.Prepend(SoftwareHevc);
        return [.. options.Encoder == Auto ? EncoderCatalog.UsableHardware : [], .. software];
    }

    /// <summary>Makes sure that there is one; called before anything starts, and slow the first time.</summary>
    /// <param name="options">The stage's options.</param>
    /// <exception cref="InvalidOperationException">None can be used; says which there are.</exception>
    public static void Check(OutputOptions options)
    {
        if (options.Encoder != Auto && DeviceOf(options) is { } index)
        {
            if (EncodeDevices.TryGet(index, NvencOf(options), out var reason) != null) return;
            throw new InvalidOperationException($"encoder: '{options.Encoder}' cannot be used: {reason}. 'cpu' encodes on the CPU, 'auto' where it can.");
        }

        if (options.Encoder is Auto or Cpu)
        {
            // Opened before any model is, which would leave the device in a state that FFmpeg refuses.
            if (DeviceOf(options) is { } wanted) _ = EncodeDevices.TryGet(wanted, NvencOf(options), out _);
            if (For(options).Any(static name => EncoderCatalog.Built().Contains(name))) return;
            throw new InvalidOperationException(
                $"encoder: this FFmpeg has nothing that could make {options.Form} video; it has {Known()}. Write format: mjpeg for motion JPEG.");
        }

        if (EncoderCatalog.Fault(options.Encoder) is { } fault)
        {
            throw new InvalidOperationException(
                $"encoder: '{options.Encoder}' cannot be used: {fault}. This FFmpeg has {Known()}; 'cpu' takes the first that opens, 'auto' a GPU's before it.");
        }
    }

    private static bool IsHevc(OutputOptions options) => options.Encoder.StartsWith(EncoderCatalog.NvencHevc, StringComparison.Ordinal);

    private static string Known() => EncoderCatalog.Built() is { Count: > 0 } built ? string.Join(", ", built) : "no video encoder that is known here";
}
