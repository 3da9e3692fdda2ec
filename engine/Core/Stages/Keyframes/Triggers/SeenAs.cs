namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>What one track is, as far as <see cref="RareClassRule"/> has to know.</summary>
internal sealed class SeenAs : IForgetful
{
    /// <summary>As what it was seen.</summary>
    public ClassVotes Votes { get; } = new();

    /// <summary>The class it is counted as; -1 before it is.</summary>
    public int Class { get; set; } = -1;

    /// <summary>How often the model was sure of it in that class.</summary>
    public int Sure { get; set; }

    /// <summary>When that was first so, in seconds.</summary>
    public double Since { get; set; }

    /// <inheritdoc/>
    public void Forget()
    {
        Votes.Clear();
        (Class, Sure) = (-1, 0);
    }
}
