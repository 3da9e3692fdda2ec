namespace Sluice.Abstractions;

/// <summary>A stage's log: lines carry the stage's id; secrets must not be passed in.</summary>
public interface IStageLog
{
    /// <summary>Something worth knowing.</summary>
    /// <param name="message">One line.</param>
    void Info(string message);

    /// <summary>Something is off, and the stage goes on.</summary>
    /// <param name="message">One line.</param>
    void Warn(string message);

    /// <summary>Something failed.</summary>
    /// <param name="message">One line.</param>
    /// <param name="fault">The cause, if any.</param>
    void Error(string message, Exception? fault = null);
}
