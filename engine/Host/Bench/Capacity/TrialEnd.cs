namespace Sluice.Host.Bench.Capacity;

/// <summary>How a trial ended.</summary>
internal enum TrialEnd
{
    /// <summary>Its window ran to the end.</summary>
    Done,

    /// <summary>It was plain before the end that it does not hold.</summary>
    Aborted,

    /// <summary>No camera sent, readings stopped coming, or no frame got through any more.</summary>
    Stalled,

    /// <summary>The process ended by itself.</summary>
    Crashed,

    /// <summary>The process was killed, or had more memory than it may.</summary>
    OutOfMemory,
}
