using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>What travels from a source's reader to its decoder: a packet, or news about the stream.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Packet">The packet; owned by whoever holds the item.</param>
/// <param name="Opened">The stream that begins.</param>
/// <param name="Arrival">When the packet was read.</param>
/// <param name="FollowsLoss">Whether something before it was lost on the way.</param>
/// <param name="Given">A frame that was decoded already, in a packet's stead.</param>
internal readonly record struct PacketItem(PacketKind Kind, AvPacket? Packet, OpenedStream? Opened, Arrival Arrival, bool FollowsLoss = false,
    GivenFrame? Given = null);
