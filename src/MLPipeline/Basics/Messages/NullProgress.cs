namespace MLPipeline.Basics;

/// <summary>Progress that nobody listens to.</summary>
public sealed class NullProgress : IRunProgress, IStage
{
    private NullProgress()
    {
    }

    /// <summary>The one instance.</summary>
    public static NullProgress Instance { get; } = new();

    /// <inheritdoc/>
    public IStage Stage(string category, string name, int total, string unit = "photos") => this;

    /// <inheritdoc/>
    public void Message(string text)
    {
    }

    /// <inheritdoc/>
    public void Warning(string text)
    {
    }

    /// <inheritdoc/>
    public void Advance(int count = 1)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
