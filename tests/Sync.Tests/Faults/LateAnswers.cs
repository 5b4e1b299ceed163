namespace Aurix.Platform.Tests.Faults;

/// <summary>Holds answers back until others have passed them, so that they arrive in another order. Counted in answers, so that nothing waits for a clock.</summary>
internal sealed class LateAnswers
{
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];
    private int _inside;

    /// <summary>A request is under way until this is disposed.</summary>
    public Passing Enter()
    {
        lock (_gate)
        {
            _inside++;
            return new(this);
        }
    }

    private Task Hold(int others)
    {
        lock (_gate)
        {
            var held = new Held(others);
            _held.Add(held);
            Release();
            return held.Done.Task;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _inside--;
            _held.ForEach(held => held.Left--);
            Release();
        }
    }

    // When all that are inside are held, none would ever pass the others.
    private void Release()
    {
        foreach (var held in _held.Where(held => held.Left <= 0 || _held.Count == _inside).ToList())
        {
            _held.Remove(held);
            held.Done.SetResult();
        }
    }

    /// <summary>One request.</summary>
    internal sealed class Passing(LateAnswers answers) : IDisposable
    {
        /// <summary>Ends when so many others have been answered, or when all others wait as well.</summary>
        public Task LetOthersPassAsync(int others) => answers.Hold(others);

        public void Dispose() => answers.Leave();
    }

    private sealed class Held(int left)
    {
        public int Left { get; set; } = left;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
