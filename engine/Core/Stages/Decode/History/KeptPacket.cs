using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.History;

/// <summary>A packet of a history.</summary>
/// <param name="Number">Counts the source's packets.</param>
/// <param name="Stream">Counts its streams: packets of two can't be joined.</param>
/// <param name="Video">What the container says of the stream.</param>
/// <param name="Packet">The packet; whoever holds this disposes it.</param>
/// <param name="Seconds">Its decoding time in the stream.</param>
/// <param name="Clock">The same over all streams: it never goes back.</param>
/// <param name="IsKey">Whether decoding can start at it.</param>
internal readonly record struct KeptPacket(
    long Number, int Stream, VideoStreamInfo Video, AvPacket Packet, double Seconds, double Clock, bool IsKey)
{
    /// <summary>Its presentation time in seconds; null when the container gives none.</summary>
    public double? Shown => Packet.Pts * Video.TimeBase.Value;
}
