namespace Sluice.Host;

/// <summary>What the program's exit code means to a script.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed at run time.</summary>
    public const int Failed = 1;

    /// <summary>Bad configuration or usage; nothing was started.</summary>
    public const int BadUsage = 2;

    /// <summary>What was asked for was worked out but for something that only the user can say.</summary>
    public const int Unsettled = 3;

    /// <summary>Interrupted, after a graceful drain.</summary>
    public const int Interrupted = 130;
}
