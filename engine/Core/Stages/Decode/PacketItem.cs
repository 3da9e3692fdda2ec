using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>What travels from a source's reader to its decoder: a packet, or news about the stream.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Packet">The packet; owned by whoever holds the item.</param>
/// <param name="Opened">The stream that begins, with its decoder.</param>
/// <param name="Arrival">When the packet was read.</param>
internal readonly record struct PacketItem(PacketKind Kind, AvPacket? Packet, OpenedStream? Opened, Arrival Arrival);
