namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A packet on its way through a <see cref="PacketSelector"/>, and what is decided of it.</summary>
internal sealed class HeldPacket
{
    /// <summary>The packet with its arrival; the packet is the selector's until it is handed on or let go.</summary>
    public PacketItem Item { get; set; }

    /// <summary>What is known of it.</summary>
    public PacketFacts Facts { get; set; }

    /// <summary>Its presentation time in time base units.</summary>
    public long Pts { get; set; }

    /// <summary>Its decoding time in seconds.</summary>
    public double Seconds { get; set; }

    /// <summary>Its size in bytes.</summary>
    public int Bytes { get; set; }

    /// <summary>How many frames of the source come before it in presentation order; known once it is settled.</summary>
    public long Index { get; set; }

    /// <summary>How many packets of the source were handed on up to it.</summary>
    public long Number { get; set; }

    /// <summary>Whether the gate lets it through.</summary>
    public bool Passes { get; set; }

    /// <summary>Whether the gate wants to see its picture before it decides.</summary>
    public bool IsLook { get; set; }

    /// <summary>Whether it was looked at and showed nothing new.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether its frame was handed on already, from a look.</summary>
    public bool IsGiven { get; set; }

    /// <summary>Whether every packet that is shown before it has come.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether its frame is to be handed on; null while nobody has decided.</summary>
    public bool? IsWanted { get; set; }

    /// <summary>Which samplers want its frame, a bit for each.</summary>
    public ulong Stages { get; set; } = ulong.MaxValue;

    /// <summary>Whether it was let go without being decoded.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether it was handed on to be decoded.</summary>
    public bool IsSent { get; set; }

    /// <summary>Whether its end was counted: it was refused, or came out damaged.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether the decoder has to be emptied before it, because packets it knows nothing of came between.</summary>
    public bool Restarts { get; set; }

    /// <summary>Whether packets before it were lost.</summary>
    public bool FollowsLoss { get; set; }

    public void Clear()
    {
        (Item, Facts, Pts, Seconds, Bytes, Index, Number, Stages) = (default, default, 0, 0, 0, 0, 0, ulong.MaxValue);
        (Passes, IsSettled, IsWanted, IsForgotten, IsSent, IsEnded, Restarts, FollowsLoss) = (false, false, null, false, false, false, false, false);
        (IsLook, IsQuiet, IsGiven) = (false, false, false);
    }
}
