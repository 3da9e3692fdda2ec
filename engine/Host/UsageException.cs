namespace Sluice.Host;

/// <summary>The command line asks for something that can't be; said in one line, exit code 2.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class UsageException(string message) : Exception(message);
