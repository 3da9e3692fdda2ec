namespace Sluice.Native.FFmpeg;

/// <summary>The one video stream of an output.</summary>
internal static class OutputStream
{
    /// <summary>Adds a stream for an encoder's packets; the context owns it.</summary>
    internal static nint Add(AvOutputHandle output, VideoEncoder encoder, AvRational? frameRate, string target)
    {
        var stream = AvFormat.avformat_new_stream(output, 0);
        if (stream == 0) throw new AvException(AvError.NoMemory, nameof(AvFormat.avformat_new_stream), target);
        Layout.Rational(stream, Layout.AVStream.time_base) = encoder.TimeBase;
        if (frameRate is { } rate) Layout.Rational(stream, Layout.AVStream.avg_frame_rate) = rate;
        var code = AvCodec.avcodec_parameters_from_context(Layout.Pointer(stream, Layout.AVStream.codecpar), encoder.Handle);
        return code >= 0 ? stream : throw new AvException(code, nameof(AvCodec.avcodec_parameters_from_context), target);
    }

    /// <summary>Brings a packet from the encoder's time base to that of the stream, which the header may have chosen.</summary>
    internal static void Rescale(AvPacket packet, AvRational from, nint stream)
    {
        AvCodec.av_packet_rescale_ts(packet.Handle, from, Layout.Rational(stream, Layout.AVStream.time_base));
        Layout.Int(packet.Handle.Pointer, Layout.AVPacket.stream_index) = 0;
    }
}
