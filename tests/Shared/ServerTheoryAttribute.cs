namespace Sluice.Tests;

/// <summary>A theory against a real server program; see <see cref="ServerFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServerTheoryAttribute : TheoryAttribute
{
    /// <param name="program">A program on the path, or <c>libchdb.so</c>.</param>
    public ServerTheoryAttribute(string program) => Skip = new ServerFactAttribute(program).Skip;
}
