namespace Sluice.Abstractions;

/// <summary>Which clock says when a frame was taken.</summary>
public enum CaptureClock
{
    /// <summary>Ours, when the packet arrived: the source says nothing, or nothing that can be true.</summary>
    Arrival,

    /// <summary>The camera's, from the RTCP sender reports that come with RTP.</summary>
    SenderReport,

    /// <summary>The recording's: its start, from the metadata beside it, and the time within it.</summary>
    Recording,
}
