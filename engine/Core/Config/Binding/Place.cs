namespace Sluice.Core.Config.Binding;

/// <summary>Names a value in errors: whose it is, and the dotted way to it.</summary>
/// <param name="Owner">Such as <c>stage 'detect'</c>; empty at the root.</param>
/// <param name="Path">Such as <c>batch.size</c>; empty for the owner itself.</param>
internal readonly record struct Place(string Owner, string Path)
{
    public Place Key(string key)
        => key.Length == 0 ? this : this with { Path = Path.Length == 0 ? key : $"{Path}.{key}" };

    public Place Item(int index) => this with { Path = $"{Path}[{index}]" };

    /// <summary>The beginning of a message, with its colon; empty when there is nothing to say.</summary>
    public override string ToString() => (Owner?.Length ?? 0, Path?.Length ?? 0) switch
    {
        (0, 0) => "",
        (0, _) => $"{Path}: ",
        (_, 0) => $"{Owner}: ",
        _ => $"{Owner}: {Path}: ",
    };
}
