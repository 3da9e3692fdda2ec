namespace Sluice.Abstractions;

/// <summary>A <see cref="StageFactory"/> with typed options.</summary>
/// <typeparam name="TOptions">The options: a record with init-only properties and defaults.</typeparam>
public abstract class StageFactory<TOptions> : StageFactory
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public sealed override Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public sealed override StreamContent Gives(StreamContent input, object options) => Gives(input, (TOptions)options);

    /// <inheritdoc/>
    public sealed override IEnumerable<(string Key, string Message)> Check(object options) => Check((TOptions)options);

    /// <inheritdoc/>
    public sealed override IStage Create(StageContext context, object options) => Create(context, (TOptions)options);

    /// <inheritdoc cref="StageFactory.Gives(StreamContent, object)"/>
    protected virtual StreamContent Gives(StreamContent input, TOptions options) => input;

    /// <inheritdoc cref="StageFactory.Check(object)"/>
    protected virtual IEnumerable<(string Key, string Message)> Check(TOptions options) => [];

    /// <inheritdoc cref="StageFactory.Create(StageContext, object)"/>
    protected abstract IStage Create(StageContext context, TOptions options);
}
