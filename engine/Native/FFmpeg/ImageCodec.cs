using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>Single pictures as JPEG and PNG. Safe from any thread; each call stands alone.</summary>
public static unsafe class ImageCodec
{
    private static readonly LogSource Log = new("image");

    /// <summary>Encodes a JPEG: YUV at full range, chroma as fine as the picture's own, 4:2:0 otherwise.</summary>
    /// <param name="frame">Of any size and format; borrowed.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] EncodeJpeg(AvFrame frame, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);

        // FFmpeg's MJPEG scale runs from 2 (best) to 31; 1 would be finer than 8-bit tables can say.
        var scale = (int)Math.Round(2 + ((100 - quality) * 29 / 99.0));
        var format = frame.Format;
        var name = (format.ChromaShiftX, format.ChromaShiftY, format.IsRgb || format.IsGray) switch
        {
            (_, _, true) => "yuvj420p",
            (0, 0, _) => "yuvj444p",
            (1, 0, _) => "yuvj422p",
            _ => "yuvj420p",
        };
        using var scaler = new Scaler(new ScalerOptions
        {
            Accurate = true,
            ColorSpace = AvUtil.AVCOL_SPC_SMPTE170M,
            ColorRange = ColorRange.Full,
        });
        return Encode(frame, scaler, AvPixelFormat.Named(name), new EncoderOptions
        {
            Codec = "mjpeg",
            Options = new Dictionary<string, string>
            {
                ["qmin"] = scale.ToString(CultureInfo.InvariantCulture),
                ["qmax"] = scale.ToString(CultureInfo.InvariantCulture),
            },
        });
    }

    /// <summary>Encodes a PNG: grey from grey, RGB with alpha where the picture has it, else RGB, 8 bits each.</summary>
    /// <param name="frame">Of any size and format; borrowed.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] EncodePng(AvFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var format = frame.Format;
        var name = format.IsGray ? "gray" : format is { IsRgb: true, Components: 4 } ? "rgba" : "rgb24";
        using var scaler = new Scaler(new ScalerOptions { Accurate = true });
        return Encode(frame, scaler, AvPixelFormat.Named(name), new EncoderOptions { Codec = "png" });
    }

    /// <summary>Decodes a JPEG or PNG file held in memory, in its own pixel format.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="into">Gets the picture.</param>
    /// <param name="name">Named in errors; a path perhaps.</param>
    /// <exception cref="AvException">It is neither, or damaged beyond use.</exception>
    public static void Decode(ReadOnlySpan<byte> file, AvFrame into, string name = "image")
    {
        ArgumentNullException.ThrowIfNull(into);
        FFmpegLibrary.Load();
        var codec = file switch
        {
            [0xff, 0xd8, 0xff, ..] => "mjpeg",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
            _ => throw new AvException(AvError.InvalidData, nameof(Decode), name, "neither a JPEG nor a PNG"),
        };
        using var scope = FFmpegLog.Enter(Log);
        var decoder = AvCodec.avcodec_find_decoder_by_name(codec);
        if (decoder == 0) throw new AvException(AvError.DecoderNotFound, nameof(AvCodec.avcodec_find_decoder_by_name), name);
        using var context = new AvCodecContextHandle(decoder, Log);
        Layout.Int(context.Pointer, Layout.AVCodecContext.thread_count) = 1;
        Check(AvCodec.avcodec_open2(context, decoder, null), nameof(AvCodec.avcodec_open2), name);
        using var packet = new AvPacket();
        packet.CopyFrom(file);
        Check(AvCodec.avcodec_send_packet(context, packet.Handle), nameof(AvCodec.avcodec_send_packet), name);
        Check(AvCodec.avcodec_send_null_packet(context, 0), nameof(AvCodec.avcodec_send_packet), name);
        Check(AvCodec.avcodec_receive_frame(context, into.Handle), nameof(AvCodec.avcodec_receive_frame), name);
        into.NormalizeRows();
    }

    /// <summary>Decodes a JPEG or PNG file, in its own pixel format.</summary>
    public static void DecodeFile(string path, AvFrame into) => Decode(File.ReadAllBytes(path), into, path);

    private static byte[] Encode(AvFrame frame, Scaler scaler, AvPixelFormat format, EncoderOptions options)
    {
        using var converted = new AvFrame();
        var fits = frame.PixelFormat == format.Id;
        if (!fits) scaler.Convert(frame, converted, frame.Width, frame.Height, format);
        using var encoder = new VideoEncoder(frame.Width, frame.Height, new AvRational(1, 25), options with { Format = format },
            target: Log.Name);
        using var packet = new AvPacket();
        encoder.Send(fits ? frame : converted);
        encoder.Send(null);
        if (!encoder.Receive(packet))
            throw new AvException(AvError.InvalidData, nameof(AvCodec.avcodec_receive_packet), Log.Name, "the encoder gave nothing");
        return packet.Data.ToArray();
    }

    private static void Check(int code, string call, string name)
    {
        if (code < 0) throw new AvException(code, call, name);
    }
}
