namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>How far a session is.</summary>
internal enum SessionState
{
    /// <summary>It is being read, or was when the engine ended.</summary>
    Reading,

    /// <summary>All of it was decoded and handed to the graph.</summary>
    Done,

    /// <summary>It did not pass its checks, or could not be read to its end.</summary>
    Quarantined,
}
