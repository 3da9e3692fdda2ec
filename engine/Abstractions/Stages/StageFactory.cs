namespace Sluice.Abstractions;

/// <summary>
/// Describes a kind of stage and makes its instances. Derive from <see cref="StageFactory{TOptions}"/>; a public class with a public
/// parameterless constructor in a plugin's assembly is found by itself.
/// </summary>
public abstract class StageFactory
{
    private protected StageFactory()
    {
    }

    /// <summary>What a graph writes after <c>use:</c>, in <c>snake_case</c>.</summary>
    public abstract string Use { get; }

    /// <summary>One sentence on what the stage does, for the schema and the documentation.</summary>
    public abstract string Summary { get; }

    /// <summary>The type of its options: a record with init-only properties and defaults; attributes of
    /// <c>System.ComponentModel</c> describe and limit them.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>What frames on every incoming link must carry.</summary>
    public virtual StreamContent Needs => StreamContent.Pictures;

    /// <summary>What frames on every incoming link must carry with certain options; <see cref="Needs"/> for most.</summary>
    /// <param name="options">Its options.</param>
    public virtual StreamContent NeedsOf(object options) => Needs;

    /// <summary>
    /// Whether its stage reads pixels. Where nobody does, a frame that no model looks at need not be decoded, and comes without its picture
    /// but with its size. One that says false must not touch <see cref="Frame.Picture"/> unless <see cref="Frame.HasPicture"/>.
    /// </summary>
    /// <param name="options">Its options.</param>
    public virtual bool ReadsPictures(object options) => Needs.HasFlag(StreamContent.Pictures);

    /// <summary>Whether calls for different sources may overlap.</summary>
    public virtual bool Parallel => false;

    /// <summary>What its own frames carry.</summary>
    /// <param name="input">What the frames it is given carry.</param>
    /// <param name="options">Its options.</param>
    public virtual StreamContent Gives(StreamContent input, object options) => input;

    /// <summary>Checks options beyond their types; called before anything starts.</summary>
    /// <param name="options">Its options.</param>
    /// <returns>For each fault the key it is about (dotted, <c>snake_case</c>; empty for the whole stage) and what would be right.</returns>
    public virtual IEnumerable<(string Key, string Message)> Check(object options) => [];

    /// <summary>Makes the stage; cheap, touches nothing outside: <see cref="IStage.StartAsync"/> does.</summary>
    /// <param name="context">Its place in the graph.</param>
    /// <param name="options">Its options.</param>
    public abstract IStage Create(StageContext context, object options);
}
