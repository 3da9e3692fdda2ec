namespace Sluice.Core.Stages.Decode;

/// <summary>What a <see cref="PacketItem"/> is.</summary>
internal enum PacketKind
{
    /// <summary>A packet of the current stream.</summary>
    Packet,

    /// <summary>A recording or connection begins; the packets that follow belong to it.</summary>
    Opened,

    /// <summary>The current recording or connection is over: what the decoder holds back comes out.</summary>
    Closed,
}
